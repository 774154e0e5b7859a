import { z } from 'zod';

/** The JSON of the native API about the health of the installation, as in ../schemas.ts. */

const finding = z.object({
  id: z.string().describe('Name of the check.'),
  level: z.enum(['ok', 'warning', 'problem']),
  title: z.string(),
  detail: z.string(),
  advice: z.string().describe('What to do.'),
});

/** `GET /api/doctor` */
export const examination = z.object({ findings: z.array(finding) }).meta({ id: 'Examination' });

/** `POST /api/doctor/upload` */
export const receivedProbe = z.object({ bytes: z.number() }).meta({ id: 'ReceivedProbe' });

export type DoctorResource = z.infer<typeof examination>;
export type ReceivedProbeResource = z.infer<typeof receivedProbe>;
