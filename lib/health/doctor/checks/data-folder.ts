import { type Check, ok, problem } from '../finding';

export interface DataFolderPort {
  /** Creates a file in the data folder and deletes it. @throws an error with the code of the system */
  probe(): Promise<void>;
}

const REASONS: Record<string, [detail: string, advice: string]> = {
  EACCES: ['This user may not write to it.', 'Give the folder to the user of the server: chown -R USER DATA_DIR.'],
  EPERM: ['This user may not write to it.', 'Give the folder to the user of the server: chown -R USER DATA_DIR.'],
  EROFS: ['Its file system is read-only.', 'Mount it for writing. Systems remount a damaged disk read-only: read the log of the system.'],
  ENOSPC: ['Its disk is full.', 'Free space on the disk, or move DATA_DIR to a larger one.'],
  EDQUOT: ['The quota of this user is used up.', 'Free space, or raise the quota.'],
  ENOENT: ['It does not exist.', 'Start the server once, which creates it, or correct DATA_DIR.'],
};

/** Whether the data folder takes files. */
export const dataFolderCheck = (port: DataFolderPort): Check => ({
  id: 'data-folder',
  title: 'Writing to the data folder',
  async run() {
    try {
      await port.probe();
      return ok('The data folder takes files.');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const [detail, advice] = REASONS[code] ?? ['The system refused a file.', 'Read the log of the system about the disk of DATA_DIR.'];
      return problem(`The data folder takes no files. ${detail}`, advice);
    }
  },
});
