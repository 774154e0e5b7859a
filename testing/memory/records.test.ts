import { recordsContract } from '@/lib/db/records.contract';
import { createMemoryRecords } from './records';

recordsContract('memory', async () => ({ records: createMemoryRecords(), close: async () => {} }));
