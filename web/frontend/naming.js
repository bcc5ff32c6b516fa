// Naming somebody with an @: what a text says of whom. Pure.

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

/** Those of `people` whose "@Name" stands in the text. */
export function mentioned(text, people) {
  return people.filter(({ name }) => text.includes(`@${name}`));
}
