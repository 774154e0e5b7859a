import { delivery } from '@/lib/app';

export const GET = delivery.getCurrent;
