/** Options of openDatabase for scripts that a person runs: messages go to the terminal. */
export const SCRIPT_OPTIONS = {
  announce: (message: string) => console.log(message),
  log: {
    info: (_fields: object, message: string) => console.log(message),
    warn: (_fields: object, message: string) => console.error(message),
    error: (_fields: object, message: string) => console.error(message),
  },
  onFatal(message: string): never {
    console.error(message);
    process.exit(1);
  },
};
