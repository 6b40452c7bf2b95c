"""Who acts for a business."""

from typing import Final

from services.kit.errors import FieldError, Title

REPRESENTATIVE_UNKNOWN: Final = FieldError(
    "/legal_representative_id",
    "person_not_found",
    Title("is no person you have registered", "不是您已登记的个人"),
)
