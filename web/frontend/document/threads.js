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

/** The word behind the last @ before the cursor, and where it begins; null where nobody is being named. */
export function mentionBefore(text, cursor) {
  const found = /(?:^|\s)@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]+)?)$/u.exec(text.slice(0, cursor));
  return found ? { query: found[1], from: cursor - found[1].length - 1 } : null;
}

/** Up to `most` people whose name, or a word of it or of their authority, begins like the query. */
export function matching(people, query, most = 6) {
  const wanted = query.toLocaleLowerCase();
  const begins = (text) => text.toLocaleLowerCase().split(/\s+/).some((_, at, words) => words.slice(at).join(" ").startsWith(wanted));
  return people.filter(({ name, authority }) => begins(name) || begins(authority)).slice(0, most);
}

/** The ids of those of `people` whose "@Name" still stands in the text. */
export function mentioned(text, people) {
  return people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
}
