import { ulule } from '@/lib/app';

export const GET = ulule.getMe;
