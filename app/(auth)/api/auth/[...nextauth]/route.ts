import { nextAuth } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = nextAuth;
