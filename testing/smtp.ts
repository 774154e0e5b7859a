import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail server on a free port of this machine. */
export interface TestMailServer {
  port: number;
  /** Messages that it accepted, parsed. */
  received: ParsedMail[];
  /** Their envelopes. */
  envelopes: { from: string; to: string[] }[];
  /** Users that signed in. */
  users: string[];
  close(): Promise<void>;
}

/** A reply in place of 250. */
export const reply = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** Starts a mail server, which the end of the test stops. @param options as smtp-server has them */
export async function startMailServer({ port = 0, ...options }: SMTPServerOptions & { port?: number } = {}): Promise<TestMailServer> {
  const [received, envelopes, users]: [ParsedMail[], TestMailServer['envelopes'], string[]] = [[], [], []];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username = '', password }, _session, callback) {
      if (password !== 'p@ss/word') return callback(reply(535, 'Wrong password'));
      users.push(username);
      callback(null, { user: username });
    },
    onData(stream, { envelope }, callback) {
      simpleParser(stream).then((mail) => {
        received.push(mail);
        envelopes.push({ from: envelope.mailFrom ? envelope.mailFrom.address : '', to: envelope.rcptTo.map(({ address }) => address) });
        callback();
      }, callback);
    },
    logger: false,
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(close);
  return { port: portOf(listening), received, envelopes, users, close };
}

/** Starts a server that accepts connections and says nothing. */
export async function startSilentServer(): Promise<{ port: number; connected: Promise<unknown> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => {})));
  const connected = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: portOf(server), connected };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port');
  return address.port;
}
