"""Every way in which the house says no. The doors turn these into problems or error frames."""

from dataclasses import dataclass

from access.policy import Permission


class Refusal(Exception):
    """A request that is refused for a reason the client can act on.

    `status` is the HTTP status, `code` a stable machine name, `detail` an English sentence.
    """

    status = 400
    code = "malformed"
    title = "Malformed request"

    def __init__(self, code: str | None = None, detail: str = "") -> None:
        self.code = code or self.code
        self.detail = detail
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputError:
    """One thing wrong with the input: where (an RFC 6901 pointer), a code and a sentence."""

    pointer: str
    code: str
    detail: str


class Malformed(Refusal):
    """The input can't be read at all."""


class Invalid(Refusal):
    """The input was read, and some of it is wrong."""

    code = "invalid"
    title = "Invalid input"

    def __init__(self, *errors: InputError, detail: str = "") -> None:
        super().__init__(detail=detail or " ".join(error.detail for error in errors))
        self.errors = errors

    @classmethod
    def field(cls, name: str, code: str, detail: str) -> "Invalid":
        """One error on one field."""
        return cls(InputError(pointer=f"/{name}", code=code, detail=detail))


class SignInNeeded(Refusal):
    """Nobody is signed in."""

    status = 401
    code = "sign_in_needed"
    title = "Sign-in needed"


class Forbidden(Refusal):
    """Visible, but not allowed; names the permission that is missing."""

    status = 403
    title = "Not allowed"

    def __init__(self, permission: Permission, detail: str = "") -> None:
        super().__init__("forbidden", detail or f"This needs the permission {permission}.")
        self.permission = permission


class Barred(Refusal):
    """Not allowed for a reason that no permission would mend."""

    status = 403
    code = "barred"
    title = "Not allowed"


class NotVisible(Refusal):
    """Does not exist, or must look as if it did not."""

    status = 404
    code = "not_found"
    title = "Not found"


class Conflict(Refusal):
    """The state does not allow it; the code says which state."""

    status = 409
    code = "conflict"
    title = "Conflict"


class Stale(Refusal):
    """Somebody changed the object since it was read."""

    status = 412
    code = "stale"
    title = "Changed by somebody else"

    def __init__(self) -> None:
        super().__init__(detail="Fetch the object again, look at what changed, and repeat your change.")


class TooLarge(Refusal):
    """More than is taken in one go."""

    status = 413
    code = "too_large"
    title = "Too large"


class Infected(Refusal):
    """A scanner found a virus in the file; `virus` is the scanner's name of it."""

    status = 422
    code = "infected"
    title = "Infected"

    def __init__(self, virus: str) -> None:
        super().__init__(detail=f"The file holds a virus ({virus}) and was not kept. Check your computer.")
        self.virus = virus


class KeyReused(Refusal):
    """The idempotency key was used before, with another body."""

    status = 422
    code = "key_reused"
    title = "Key used before"

    def __init__(self) -> None:
        super().__init__(detail="This key was used for another request. Take a new key for a new request.")


class TooOften(Refusal):
    """Too many tries; `retry_after` is in whole seconds."""

    status = 429
    code = "too_often"
    title = "Too many requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(detail=f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class Unavailable(Refusal):
    """Something that this needs is away for the moment; nothing was changed."""

    status = 503
    code = "unavailable"
    title = "Not available right now"
