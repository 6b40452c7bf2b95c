"""What is refused about property, in this area's own words."""

from services.kit.errors import Conflict, Fault, Title


class NoCollateralTaken(Conflict):
    """The product is not secured by property."""

    code, fault = "no_collateral_taken", Fault.CONFLICT
    title = Title("This product is not secured by property", "该产品无需抵押物")


class PropertyAlreadyOffered(Conflict):
    """The application offers this very property already; `collateral_id` names it."""

    code, fault = "property_already_offered", Fault.CONFLICT
    title = Title(
        "This property is already offered in this application", "该抵押物已在本申请中登记"
    )


class OnePropertyOnly(Conflict):
    """Another property is offered: one secures an application; `collateral_id` names it."""

    code, fault = "one_property_only", Fault.CONFLICT
    title = Title("An application is secured by one property", "一笔申请仅可登记一项抵押物")


class PropertyFixed(Conflict):
    """Materials were judged for this property: no other takes its place in this application."""

    code, fault = "property_fixed", Fault.CONFLICT
    title = Title(
        "The property stands since materials were verified or waived",
        "已有资料通过核实或被豁免，抵押物不可更换",
    )
