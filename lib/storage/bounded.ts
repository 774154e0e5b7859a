import type { Storage } from '@/lib/avatars/ports';
import { AvatarError } from '@/lib/errors';

/**
 * Time for one call, in milliseconds. An upload waits for a write, and if that fails for the deletion of what was written: together less
 * than the 60 s after which proxies give up.
 */
export const CALL_MS = 25_000;

/**
 * A storage decorator that gives up calls that hang, as those to a network file system whose server is gone. A write that ends later leaves
 * an object without a record, which the sweeper deletes.
 */
export function boundedStorage(storage: Storage): Storage {
  return {
    ...storage,
    put: (key, bytes, headers) => bounded(`put ${key}`, storage.put(key, bytes, headers)),
    get: (key) => bounded(`get ${key}`, storage.get(key)),
    head: (key) => bounded(`head ${key}`, storage.head(key)),
    delete: (keys) => bounded(`delete ${keys.join(' ')}`, storage.delete(keys)),
    async *list(prefix) {
      const objects = storage.list(prefix)[Symbol.asyncIterator]();
      let isOver = false;
      try {
        for (;;) {
          const { done, value } = await bounded(`list ${prefix}`, objects.next());
          isOver = done === true;
          if (isOver) return;
          yield value;
        }
      } finally {
        // Not awaited: it waits for the call that hangs.
        if (!isOver) objects.return?.().catch(() => {});
      }
    },
  };
}

/** Without `Promise.race`, which creates five promises more for each call. */
function bounded<T>(name: string, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Not before: the stack of an error takes longer than anything else here.
      const cause = new Error(`${name} has not ended in ${CALL_MS / 1000} s`);
      reject(new AvatarError('storage_failed', 'The storage does not answer.', {}, { cause }));
    }, CALL_MS);
    const settle = <V>(end: (value: V) => void) => {
      return (value: V) => {
        clearTimeout(timer);
        end(value);
      };
    };
    call.then(settle(resolve), settle(reject));
  });
}
