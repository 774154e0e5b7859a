/**
 * A request listener whose failures close the connection. Without it, a rejection would end the process, and with it all other requests.
 *
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} listener
 * @param {(error: unknown) => void} report
 */
export function guarded(listener, report) {
  return (request, response) => {
    listener(request, response).catch((error) => {
      report(error);
      response.destroy();
    });
  };
}
