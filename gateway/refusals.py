"""What the gateway itself refuses, before any service is asked."""

from services.kit.errors import Fault, Title, Unauthenticated, Unavailable, Unreadable


class PathNotCanonical(Unreadable):
    """The path has a second spelling (dots, double slashes, escapes), so it is not routed."""

    code, fault = "path_not_canonical", Fault.UNREADABLE
    title = Title("The path is not in its plain form", "请求路径不是规范形式")


class QueryMalformed(Unreadable):
    """The query is too long or holds characters a URL may not."""

    code, fault = "query_malformed", Fault.UNREADABLE
    title = Title("The query string is malformed", "查询字符串格式不正确")


class CredentialInUrl(Unreadable):
    """A credential in a URL ends up in logs and histories; it belongs in Authorization."""

    code, fault = "credential_in_url", Fault.UNREADABLE
    title = Title("Credentials do not belong in the URL", "凭证不得放在网址中")


class BodyTooSlow(Unreadable):
    """The announced body did not arrive in time."""

    code, fault, retryable = "body_too_slow", Fault.UNREADABLE, True
    title = Title("The request body came too slowly", "请求体传输过慢")


class HostNotServed(Unreadable):
    """The Host header is missing, repeated or not one of ours."""

    code, fault = "host_not_served", Fault.UNREADABLE
    title = Title("This host is not served here", "不受支持的主机名")


class AuthorizationMalformed(Unauthenticated):
    """Not exactly one `Authorization: Bearer <token>`."""

    code, fault = "malformed_authorization", Fault.UNAUTHENTICATED
    title = Title("One Authorization: Bearer header is required", "需要唯一的 Bearer 授权请求头")


class TokenRequired(Unauthenticated):
    """The operation is not open and no token was sent."""

    code, fault = "token_required", Fault.UNAUTHENTICATED
    title = Title("This operation needs an access token", "该操作需要访问令牌")


class IssuerUnavailable(Unavailable):
    """The keys of the token's issuer cannot be had, so no token can be judged."""

    code, fault = "issuer_unavailable", Fault.UNAVAILABLE
    title = Title("Tokens cannot be checked at the moment", "暂时无法校验令牌")
