import { z } from 'zod';
import { codedText } from '../text-schemas';

/** The JSON of the native API about the health of the installation, as in ../schemas.ts. */

const finding = z.object({
  id: z.string().describe('Name of the check.'),
  level: z.enum(['ok', 'warning', 'problem']),
  title: z.string().describe('In English, as detail and advice.'),
  detail: z.string().describe('The text of the observations.'),
  advice: z.string().describe('What to do: the text of the remedies.'),
  observations: z.array(codedText).describe('Empty for a check with nothing to tell.'),
  remedies: z.array(codedText).describe('Empty if nothing is to be done.'),
});

/** `GET /api/doctor` */
export const examination = z.object({ findings: z.array(finding) }).meta({ id: 'Examination' });

/** `POST /api/doctor/upload` */
export const receivedProbe = z.object({ bytes: z.number() }).meta({ id: 'ReceivedProbe' });

export type DoctorResource = z.infer<typeof examination>;
export type ReceivedProbeResource = z.infer<typeof receivedProbe>;
