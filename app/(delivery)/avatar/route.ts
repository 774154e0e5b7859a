import { gravatar } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = gravatar.hash;
