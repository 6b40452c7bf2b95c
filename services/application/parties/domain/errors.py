"""What can be wrong with parties and consents."""

from services.kit.errors import Conflict, Fault, Title


class PartyExists(Conflict):
    """The caller already registered this identity number or credit code."""

    code = "party_exists"
    title = Title("You have already registered this party", "您已登记过该主体")


class PersonExists(Conflict):
    """A borrower registers one person: itself."""

    code = "person_exists"
    title = Title("You have already registered yourself", "您已登记过个人信息")


class IdentityFixed(Conflict):
    """An application was submitted under the identity, so it stands."""

    code = "identity_fixed"
    title = Title(
        "The identity stands since an application was submitted", "已提交申请，证件号码不可修改"
    )


class ApplicationUnderWay(Conflict):
    """An application that was handed in is judged by what would change."""

    code, fault = "application_under_way", Fault.CONFLICT
    title = Title(
        "This cannot change while an application is under way", "申请处理期间，该信息不可修改"
    )


class ConsentExists(Conflict):
    """The party has already agreed to this text."""

    code = "consent_exists"
    title = Title("This consent has already been given", "该授权已经给出")
