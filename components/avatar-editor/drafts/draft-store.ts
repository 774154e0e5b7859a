import { createStore, del, entries, get, set } from 'idb-keyval';
import { type Draft, isKept, upgradeDraft } from './draft';

/** Opened on first use. Browsers that allow no storage keep no drafts. */
let opened: ReturnType<typeof createStore> | null = null;

function store(): ReturnType<typeof createStore> {
  opened ??= createStore('likeness-drafts', 'drafts');
  return opened;
}

/** The draft of an account, after deleting what has expired, of any account. */
export async function loadDraft(personId: number): Promise<Draft | null> {
  try {
    const found = await entries<number, Draft>(store());
    const expired = found.filter(([, draft]) => !isKept(draft, Date.now()));
    await Promise.all(expired.map(([id]) => del(id, store())));
    const draft = await get<Parameters<typeof upgradeDraft>[0]>(personId, store());
    return draft ? upgradeDraft(draft) : null;
  } catch {
    return null;
  }
}

/** Keeps a draft, or deletes it. A full or forbidden storage loses the draft only. */
export async function keepDraft(personId: number, draft: Draft | null): Promise<void> {
  try {
    await (draft ? set(personId, draft, store()) : del(personId, store()));
  } catch {
    // The edit goes on in the open page.
  }
}
