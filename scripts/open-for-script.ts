/** How a script that a person runs says what happens while it opens the database. */
export const SCRIPT = {
  announce: (message: string) => console.log(message),
  log: {
    info: (_fields: object, message: string) => console.log(message),
    error: (_fields: object, message: string) => console.error(message),
  },
  onFatal(message: string): never {
    console.error(message);
    process.exit(1);
  },
};
