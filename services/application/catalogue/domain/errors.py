"""What can be wrong with products."""

from services.kit.errors import Conflict, Title


class ProductExists(Conflict):
    """Another product has this code."""

    code = "product_exists"
    title = Title("A product with this code exists already", "该产品代码已存在")


class VersionOutOfDate(Conflict):
    """The version's last day was over before anybody approved it."""

    code = "version_out_of_date"
    title = Title("The version's validity has passed", "该版本的有效期已过")
