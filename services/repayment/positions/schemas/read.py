"""What readers of business days get."""

from pydantic import Field

from services.kit.schemas import DateRead, InstantRead, ReadSchema
from services.repayment.positions.domain.progress import ClosingState


class BusinessDayRead(ReadSchema):
    """The close of one business day. Books are kept in 64 shards, each closed by itself."""

    business_date: DateRead
    state: ClosingState = Field(description="open until the day is over; tolerate new ones")
    shards: int = Field(description="how many had loans on that day")
    shards_closed: int
    loans_crossed: int = Field(description="loans to which something fell due, or that turned late")
    started_at: InstantRead | None = Field(description="when the first shard was closed")
    finished_at: InstantRead | None = Field(description="when the last one was; null until then")
