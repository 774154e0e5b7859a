/** Internals of a server: where its files are, which libraries it uses, and where in them something went wrong. */
const INTERNALS = [
  /node_modules|file:\/\/|webpack|\.next\//,
  /^\s+at .+:\d+/m,
  /\w*Error: /,
  /\.[cm]?[jt]sx?:\d+/,
  /\bE(?:NOENT|ISDIR|NOTDIR|ACCES|EXIST|PERM)\b/,
  /prisma|postgres|pglite|libvips|argon2|busboy|\bSELECT\b/i,
  /(?:originals|renditions)\//,
];

/** The patterns of internals that a response matches, and those of these folders that it names. Empty if it reveals nothing. */
export function internalsIn(text: string, folders: readonly string[] = [process.cwd()]): string[] {
  return [...INTERNALS.filter((pattern) => pattern.test(text)).map(String), ...folders.filter((folder) => text.includes(folder))];
}
