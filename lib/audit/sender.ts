import { AsyncLocalStorage } from 'node:async_hooks';

/** The sender of the request, or the command, that is being served. */
export interface Sender {
  /** null: not authenticated. */
  userId: number | null;
  /** Of a request with a service key. */
  serviceKeyId?: number;
  /** A command on the machine of the server. */
  isCommand?: true;
  /** `Accept-Language` of the request. */
  acceptLanguage?: string | null;
  /** Client address; null for a command. */
  address: string | null;
}

/** The sender of everything that a command does. */
export const COMMAND: Sender = { userId: null, isCommand: true, address: null };

/** Knows the sender through all calls of a request, whichever API it came by. */
export interface SenderContext {
  /** Runs a request. `sender` may be completed once the request is authenticated. */
  run<T>(sender: Sender, task: () => Promise<T>): Promise<T>;
  /** @returns undefined outside of requests */
  current(): Sender | undefined;
}

/** Shared by all contexts of a process: from its first use on, each AsyncLocalStorage adds work to every promise that is created. */
const storage = new AsyncLocalStorage<{ context: SenderContext; sender: Sender }>();

export function createSenderContext(): SenderContext {
  const context: SenderContext = {
    run: (sender, task) => storage.run({ context, sender }, task),
    current() {
      const running = storage.getStore();
      return running?.context === context ? running.sender : undefined;
    },
  };
  return context;
}
