from dataclasses import dataclass
@dataclass(frozen=True)
class Told:
    severity: str
    status: str
    unit: str | None
    file: str | None
    sheet: str | None
    cell: str | None
    actual: object
    expected: object
    difference: object
    message: str
    suggestion: str
TOLD: dict[str, Told] = {}
ALSO: dict[tuple[str, str], int] = {}
