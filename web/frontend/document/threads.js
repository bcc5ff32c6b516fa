// What the server says of comments, put together as threads. Pure.

/** Comments in any order -> threads, {id, anchor, isResolved, comments}, each comment oldest first. */
export function threadsOf(comments) {
  const threads = new Map();
  const inOrder = [...comments].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  for (const comment of inOrder) {
    if (comment.reply_to) continue;
    const { id, anchor = null, resolved_at = null } = comment;
    threads.set(id, { id, anchor, isResolved: resolved_at !== null, comments: [comment] });
  }
  for (const comment of inOrder) threads.get(comment.reply_to)?.comments.push(comment);
  return [...threads.values()];
}

/** Threads in the order of their passages; those about nothing in particular come last, oldest first. */
export function inOrderOfText(threads, placeOf) {
  const placed = threads.map((thread, index) => ({ thread, index, at: placeOf(thread) ?? Infinity }));
  placed.sort((a, b) => (a.at === b.at ? a.index - b.index : a.at - b.at));
  return placed.map(({ thread }) => thread);
}
