import { delivery } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = delivery.current;
