"""What intake refuses, in its own words."""

from services.kit.errors import Conflict, Fault, Invalid, NotFound, Title


class OpenApplicationExists(Conflict):
    """The party already has an open application for this product."""

    code, fault = "open_application_exists", Fault.CONFLICT
    title = Title(
        "An application for this product is already open for this party",
        "该客户在此产品下已有未结申请",
    )


class ExternalReferenceTaken(Conflict):
    """The partner, or the borrower, has used this reference before."""

    code, fault = "external_reference_taken", Fault.CONFLICT
    title = Title("This external reference is already in use", "该外部编号已被使用")


class ApplicationNotEditable(Conflict):
    """Fields and materials change only in draft, or while a supplement is awaited."""

    code, fault = "application_not_editable", Fault.CONFLICT
    title = Title("The application cannot be changed now", "申请当前不可修改")


class ApplicationNotUnderReview(Conflict):
    """Materials are reviewed while it is submitted, and waived until it is accepted."""

    code, fault = "application_not_under_review", Fault.CONFLICT
    title = Title("The application is not under review now", "申请当前不在受理审核中")


class ApplicationIncomplete(Conflict):
    """Something is missing; `errors` lists everything that is."""

    code, fault = "application_incomplete", Fault.CONFLICT
    title = Title("The application is not complete", "申请资料不完整")


class ContractDecides(Conflict):
    """The offer was accepted: whoever leaves now voids the contract, which alone decides."""

    code, fault = "contract_decides", Fault.CONFLICT
    title = Title(
        "The offer was accepted: void the contract to leave", "贷款方案已确认，请通过撤销合同退出"
    )


class MaterialsNotVerified(Conflict):
    """A required material is neither verified nor waived; `errors` lists each."""

    code, fault = "materials_not_verified", Fault.CONFLICT
    title = Title("Some required materials are not verified", "部分必备资料尚未核实")


class MaterialTypeMismatch(Invalid):
    """The content is not of the type it was declared to be."""

    code, fault = "material_type_mismatch", Fault.INVALID
    title = Title("The file is not what its content type says", "文件内容与声明的类型不符")


class MaterialEmpty(Invalid):
    """There is nothing in the upload."""

    code, fault = "material_empty", Fault.INVALID
    title = Title("The file is empty", "文件为空")


class MaterialNotUploaded(NotFound):
    """The item is on the checklist, but nothing was uploaded for it."""

    code, fault = "material_not_uploaded", Fault.NOT_FOUND
    title = Title("Nothing has been uploaded for this item", "该项资料尚未上传")
