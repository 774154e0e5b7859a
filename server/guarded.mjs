/**
 * Wraps a request listener so that a rejection closes the connection instead of ending the process.
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
