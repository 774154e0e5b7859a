import { native } from '@/lib/app';

export const POST = native.previewAvatar;
