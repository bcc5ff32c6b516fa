"""How a need moves from a draft to what the network stands behind."""

DRAFT, REVIEW, HEARING, ADOPTED, SUPERSEDED = (
    "draft",
    "internal_review",
    "hearing",
    "adopted",
    "superseded",
)
# From each status, those that may follow. What was adopted is only ever replaced.
STEPS: dict[str, tuple[str, ...]] = {
    DRAFT: (REVIEW,),
    REVIEW: (DRAFT, HEARING),
    HEARING: (REVIEW, ADOPTED),
    ADOPTED: (SUPERSEDED,),
    SUPERSEDED: (),
}
# Asked of the whole network, which has to see what it is asked about.
SHARED_ONLY = (HEARING, ADOPTED, SUPERSEDED)
# What the network stands behind, or stood behind: it says what was adopted, and nothing else.
FROZEN = (ADOPTED, SUPERSEDED)


def next_steps(status: str, *, is_private: bool) -> list[str]:
    """The statuses that may follow this one."""
    return [step for step in STEPS[status] if not (is_private and step in SHARED_ONLY)]
