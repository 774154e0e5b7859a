import type { Source } from '@/components/avatar-editor/work';

/** A picked JPEG, of which the editor knows nothing yet. */
const FILE = new File(['…'], 'me.jpg', { type: 'image/jpeg' });

/** The source of a picture that a person has picked. */
export const SOURCE: Source & { file: File } = {
  file: FILE,
  blob: FILE,
  url: 'blob:1',
  stillUrl: null,
  opaque: true,
  crop: null,
  background: '#ffffff',
  tag: null,
};
