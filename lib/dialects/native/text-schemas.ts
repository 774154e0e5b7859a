import { z } from 'zod';

/** Values of a text, by name. */
export const textValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
  .meta({ id: 'TextParams', description: 'Arguments of the text that `code` names.' });

/** A sentence that clients show in their language. */
export const codedText = z.object({ code: z.string(), params: textValues }).meta({ id: 'CodedText' });

export type CodedText = z.infer<typeof codedText>;
