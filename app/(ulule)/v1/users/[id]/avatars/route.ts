import { ulule } from '@/lib/app';

export const POST = ulule.createAvatar;
