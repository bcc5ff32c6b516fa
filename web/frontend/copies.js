// Which documents are kept on this device for working without a connection, and for whom.
//
// The copies themselves are IndexedDB databases. This index says whose they are and whether anything in
// them has not reached the server, so that signing out can clear them and warn first.

const INDEX = "samverk:copies";

/** name -> {person, document, title, epoch, unsent, leaving} */
export function copies(storage = localStorage) {
  try {
    return JSON.parse(storage.getItem(INDEX) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** Remember facts about one copy; null forgets it. */
export function note(name, facts, storage = localStorage) {
  const all = copies(storage);
  if (facts === null) delete all[name];
  else all[name] = { ...all[name], ...facts };
  try {
    storage.setItem(INDEX, JSON.stringify(all));
  } catch {
    // A device that keeps nothing keeps no index either.
  }
}

/** Delete one copy from this device. Resolves also where it is still open elsewhere: the next page tries again. */
export function remove(name) {
  note(name, { leaving: true });
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve(note(name, null));
    request.onerror = request.onblocked = () => resolve();
  });
}

/** What was marked to go, and what is another person's and has nothing unsent, goes now. */
export function tidy(person) {
  for (const [name, { person: owner, unsent, leaving }] of Object.entries(copies())) {
    if (leaving || (person && owner !== person && !unsent)) remove(name);
  }
}

/** Signing out clears every copy of the person, after a warning where text would be lost with it. */
export function clearAtSignOut(form, person) {
  form.addEventListener("submit", async (event) => {
    const mine = Object.entries(copies()).filter(([, copy]) => copy.person === person);
    if (!mine.length) return;
    event.preventDefault();
    const unsent = mine.filter(([, copy]) => copy.unsent).map(([, copy]) => copy.title);
    if (unsent.length && !confirm(form.dataset.unsent.replace("{titles}", unsent.join(", ")))) return;
    document.dispatchEvent(new CustomEvent("samverk:leaving"));
    await Promise.all(mine.map(([name]) => remove(name)));
    form.submit();
  });
}
