import { type Check, ok, problem } from '../finding';
import { type Observation, observation, type Remedy, remedy } from '../texts';

export interface DataFolderPort {
  /** Creates a file in the data folder and deletes it. @throws an error with the code of the system */
  probe(): Promise<void>;
}

const REASONS: Record<string, [Observation, Remedy]> = {
  EACCES: [observation('data_folder_forbidden'), remedy('own_data_folder')],
  EPERM: [observation('data_folder_forbidden'), remedy('own_data_folder')],
  EROFS: [observation('data_folder_read_only'), remedy('mount_for_writing')],
  ENOSPC: [observation('data_folder_full'), remedy('move_data_folder')],
  EDQUOT: [observation('data_folder_quota'), remedy('raise_quota')],
  ENOENT: [observation('data_folder_missing'), remedy('create_data_folder')],
};

const UNKNOWN: [Observation, Remedy] = [observation('data_folder_unknown'), remedy('read_disk_log')];

/** Whether the data folder takes files. */
export const dataFolderCheck = (port: DataFolderPort): Check => ({
  id: 'data-folder',
  async run() {
    try {
      await port.probe();
      return ok(observation('data_folder_works'));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const [reason, advised] = REASONS[code] ?? UNKNOWN;
      return problem([observation('data_folder_refuses'), reason], advised);
    }
  },
});
