/** The JSON of the native API. Types only: the pages do not parse it, so zod is not part of their code. */
export type {
  AccountDeletion,
  CreatedKey,
  DeletionReport,
  DeletionResource as Deletion,
  KeyResource as ApiKey,
  MeResource as Me,
  NewAccount,
  NewAdministrator,
  NewKey,
  PasswordChange,
  ProfileChange,
  SessionResource as Session,
  SetupCode,
} from '@/lib/dialects/native/account/account-schemas';
export type {
  AddressChange,
  AddressConfirmation,
  AddressResource as Address,
  ConfirmedAddressResource as ConfirmedAddress,
  NewAddress,
} from '@/lib/dialects/native/addresses/address-schemas';
export type { AuditEntryResource as AuditEntry } from '@/lib/dialects/native/audit/audit-schemas';
export type { DoctorResource as Examination } from '@/lib/dialects/native/doctor/doctor-schemas';
export type { IdentityResource as Identity } from '@/lib/dialects/native/identities/identity-schemas';
export type {
  AvatarLinksResource as AvatarLinks,
  KeptAvatarResource as KeptAvatar,
  VersionResource as Version,
} from '@/lib/dialects/native/kept/kept-schemas';
export type { OutboxResource as Outbox, PasswordReset, PasswordResetRequest } from '@/lib/dialects/native/mail/mail-schemas';
export type { ImportLine } from '@/lib/dialects/native/people/import-schemas';
export type {
  BlockedFileResource as BlockedFile,
  Removal,
  RestrictionsResource as Restrictions,
} from '@/lib/dialects/native/people/moderation-schemas';
export type {
  ListedPerson,
  PeoplePageResource as PeoplePage,
  PersonChange,
  PersonDeletion,
  PersonDetails,
} from '@/lib/dialects/native/people/people-schemas';
export type { CreatedInvite, InviteResource as Invite, NewInvite } from '@/lib/dialects/native/registration/registration-schemas';
export type {
  AvatarResource,
  EventResource,
  GravatarChoice,
  LimitsResource as Limits,
  PolicyChange,
  PolicyResource as Policy,
  Problem,
  Removed,
  SavedResource,
} from '@/lib/dialects/native/schemas';
export type { CreatedServiceKey, ServiceKeyResource as ServiceKey } from '@/lib/dialects/native/services/service-schemas';
export type { WebPicture } from '@/lib/dialects/native/sources/source-schemas';
export type { CodedText } from '@/lib/dialects/native/text-schemas';
export type {
  AvatarChange,
  Crop,
  FaceBox,
  NewUpload,
  ProposedFraming,
  UploadTicket,
  UsedUpload,
} from '@/lib/dialects/native/upload-schemas';
