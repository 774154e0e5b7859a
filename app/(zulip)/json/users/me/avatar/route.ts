import { zulip } from '@/lib/app';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = zulip.avatarBySession;
