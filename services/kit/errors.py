"""What can go wrong, in words every service shares; `problems` alone turns it into HTTP.

DomainError
├── Unreadable           MalformedHeader · IdempotencyKeyMissing · InvalidCursor
│                        InvalidQueryParameter · UnknownQueryParameter · BodyNotExpected
├── Unauthenticated
├── Forbidden            InsufficientScope · OwnWork
├── NotFound
├── MethodNotAllowed
├── Conflict             IdempotencyInFlight · TransitionNotAllowed
├── PreconditionFailed, PreconditionRequired
├── TooLarge, UnsupportedMedia
├── Invalid              IdempotencyKeyReused
├── RateLimited
├── Unavailable          DatabaseUnavailable
└── UnexpectedFailure, BadGateway, TimedOut
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Fault(StrEnum):
    """The kinds of failure a caller can tell apart; each has one HTTP status."""

    UNREADABLE = "unreadable"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "precondition_failed"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA = "unsupported_media"
    INVALID = "invalid"
    PRECONDITION_REQUIRED = "precondition_required"
    RATE_LIMITED = "rate_limited"
    HEADERS_TOO_LARGE = "headers_too_large"
    INTERNAL = "internal"
    BAD_GATEWAY = "bad_gateway"
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Title:
    """One short sentence in the two languages we answer in."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field.

    `pointer` is an RFC 6901 pointer into the body ("/amount/currency"), or "#query/limit",
    or "#header/If-Match". `code` is stable; `message` never repeats what was sent.
    """

    pointer: str
    code: str
    message: Title


class DomainError(Exception):
    """A refusal with a stable code; subclasses set `code`, `fault` and `title`.

    `detail` explains this one occurrence and never echoes input. `retry_after_s` is whole
    seconds. `extra` adds members to the problem document.
    """

    code: ClassVar[str]
    fault: ClassVar[Fault]
    title: ClassVar[Title]
    retryable: ClassVar[bool] = False
    retry_after_default_s: ClassVar[int | None] = None

    def __init__(
        self,
        detail: str | Title = "",
        *,
        errors: Sequence[FieldError] = (),
        retry_after_s: int | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(self.code)
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after_s = retry_after_s or self.retry_after_default_s
        self.extra: Mapping[str, object] = dict(extra or {})


class UnexpectedFailure(DomainError):
    """A fault of ours; the log has the cause under the same request id."""

    code, fault, retryable = "unexpected_failure", Fault.INTERNAL, True
    title = Title("Something went wrong on our side", "系统内部错误")


class Unreadable(DomainError):
    """The request cannot be read: broken JSON, wrong encoding, no body."""

    code, fault = "unreadable_request", Fault.UNREADABLE
    title = Title("The request cannot be read", "请求无法解析")


class BodyNotExpected(Unreadable):
    """This operation takes no body."""

    code = "body_not_expected"
    title = Title("This operation takes no body", "该操作不接受请求体")


class MalformedHeader(Unreadable):
    """A header the operation reads is there but not in its form."""

    code = "malformed_header"
    title = Title("A header is malformed", "请求头格式不正确")


class IdempotencyKeyMissing(Unreadable):
    """The operation needs an Idempotency-Key of 1 to 255 printable ASCII characters."""

    code = "idempotency_key_missing"
    title = Title("An Idempotency-Key header is required", "缺少 Idempotency-Key 请求头")


class UnknownQueryParameter(Unreadable):
    """A query parameter this operation does not know, or one given twice."""

    code = "unknown_query_parameter"
    title = Title("A query parameter is not known here", "存在未知的查询参数")


class InvalidQueryParameter(Unreadable):
    """A paging parameter that is not in its form; never coerced."""

    code = "invalid_query_parameter"
    title = Title("A query parameter is not valid", "查询参数不合法")


class InvalidCursor(Unreadable):
    """A cursor that is forged, expired, another caller's, or for other filters."""

    code = "invalid_cursor"
    title = Title("The cursor is not valid for this list", "分页游标无效")


class Unauthenticated(DomainError):
    """No token, or one that does not hold; the reason is only in the log."""

    code, fault = "invalid_token", Fault.UNAUTHENTICATED
    title = Title("A valid access token is required", "需要有效的访问令牌")


class Forbidden(DomainError):
    """The caller's roles do not include this."""

    code, fault = "forbidden", Fault.FORBIDDEN
    title = Title("Your role does not allow this", "您的角色无权执行此操作")


class InsufficientScope(Forbidden):
    """The token was not granted the scope of this operation."""

    code = "insufficient_scope"
    title = Title("The token lacks the scope for this", "令牌缺少所需的权限范围")


class OwnWork(Forbidden):
    """Nobody approves, pays or waives what they made."""

    code = "own_work"
    title = Title("You may not decide on your own work", "不得审批本人经办的事项")


class NotFound(DomainError):
    """Absent, or another's: the caller cannot tell which."""

    code, fault = "not_found", Fault.NOT_FOUND
    title = Title("There is nothing here that you may see", "资源不存在或无权查看")


class MethodNotAllowed(DomainError):
    """The path exists, the method does not."""

    code, fault = "method_not_allowed", Fault.METHOD_NOT_ALLOWED
    title = Title("This method is not offered here", "不支持该请求方法")


class Conflict(DomainError):
    """The state or a rule refuses; usually a more telling subclass is raised."""

    code, fault = "conflict", Fault.CONFLICT
    title = Title("The current state does not allow this", "当前状态不允许此操作")


class TransitionNotAllowed(Conflict):
    """The transition table has no such move."""

    code = "transition_not_allowed"
    title = Title("This step is not possible from the current status", "当前状态不能进行此步骤")


class IdempotencyInFlight(Conflict):
    """The same key is being worked on at this moment."""

    code, retryable, retry_after_default_s = "idempotency_in_flight", True, 1
    title = Title("A request with this key is still running", "相同幂等键的请求正在处理中")


class PreconditionFailed(DomainError):
    """The version in If-Match is not the current one."""

    code, fault = "version_changed", Fault.PRECONDITION_FAILED
    title = Title("It has changed since you read it", "数据已被更新，请重新读取")


class PreconditionRequired(DomainError):
    """The operation needs If-Match."""

    code, fault = "if_match_required", Fault.PRECONDITION_REQUIRED
    title = Title("An If-Match header is required", "缺少 If-Match 请求头")


class TooLarge(DomainError):
    """The body, its depth or its number of members is over the limit."""

    code, fault = "body_too_large", Fault.TOO_LARGE
    title = Title("The request body is too large", "请求体过大")


class HeadersTooLarge(DomainError):
    """The request head is over the limit."""

    code, fault = "headers_too_large", Fault.HEADERS_TOO_LARGE
    title = Title("The request headers are too large", "请求头过大")


class UnsupportedMedia(DomainError):
    """The content type or content encoding is not taken here."""

    code, fault = "unsupported_media_type", Fault.UNSUPPORTED_MEDIA
    title = Title("This content type is not supported here", "不支持该内容类型")


class Invalid(DomainError):
    """Readable, but a field breaks a rule; `errors` says which and how."""

    code, fault = "validation_failed", Fault.INVALID
    title = Title("Some fields are not valid", "部分字段不合法")


class IdempotencyKeyReused(Invalid):
    """The key was used before with another request."""

    code = "idempotency_key_reused"
    title = Title("This key was used with another request", "该幂等键已用于其他请求")


class RateLimited(DomainError):
    """Too many requests from this caller."""

    code, fault = "rate_limited", Fault.RATE_LIMITED
    retryable, retry_after_default_s = True, 1
    title = Title("Too many requests", "请求过于频繁")


class Unavailable(DomainError):
    """Something we need is away for the moment; nothing was done."""

    code, fault = "unavailable", Fault.UNAVAILABLE
    retryable, retry_after_default_s = True, 1
    title = Title("Temporarily unavailable, please retry", "服务暂时不可用，请稍后重试")


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached, or is too busy to answer in time."""

    code = "database_unavailable"


class BadGateway(DomainError):
    """A neighbour answered something that cannot be used."""

    code, fault, retryable = "bad_gateway", Fault.BAD_GATEWAY, True
    title = Title("A service behind us failed", "上游服务异常")


class TimedOut(DomainError):
    """A neighbour did not answer in time; whether it acted is not known."""

    code, fault, retryable = "timed_out", Fault.TIMED_OUT, True
    title = Title("A service behind us took too long", "上游服务响应超时")
