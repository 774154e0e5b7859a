import { native } from '@/lib/app';

export const GET = native.getPolicy;
export const PATCH = native.patchPolicy;
