/** The JSON of the native API. Types only: the pages do not parse it, so zod is not part of their code. */
export type {
  AvatarChange,
  AvatarResource,
  CreatedKey,
  Crop,
  EventResource,
  GravatarChoice,
  KeyResource as ApiKey,
  LimitsResource as Limits,
  NewAccount,
  NewKey,
  PolicyChange,
  PolicyResource as Policy,
  Problem,
  Removed,
  SavedResource,
} from '@/lib/dialects/native/schemas';
