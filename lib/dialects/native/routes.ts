import { nativeErrors } from '@/lib/http/problem';
import { defineRoutes } from '@/lib/http/routes';
import { createAccount, createKey, deleteKey, getMe, listKeys, patchMe } from './account/account';
import { cancelDeletion, deleteMe, getDeletion } from './account/deletion';
import { getExport } from './account/export';
import { changePassword, endOtherSessions, endSession, listSessions } from './account/security';
import { addAddress, deleteAddress, listAddresses, patchAddress } from './addresses/addresses';
import { verifyAddress } from './addresses/verification';
import { exportAudit, listAudit } from './audit/audit';
import {
  deleteAvatar,
  getAvatar,
  getUserAvatar,
  patchAvatar,
  postUpload,
  previewAvatar,
  previewGravatar,
  proposeFraming,
  putAvatar,
  putGravatar,
} from './avatar';
import { sweep } from './cron';
import { examine, receiveProbe } from './doctor/doctor';
import { getEvents } from './events';
import { getHealth, getLiveness, getMetrics, getReadiness } from './health';
import { deleteIdentity, listIdentities } from './identities/identities';
import { deleteVersion, getOriginal, getVersionOriginal, getVersionPicture, listVersions, patchVersion, restoreVersion } from './kept/kept';
import { getLinks } from './kept/links';
import { getLimits } from './limits';
import { getOutbox } from './mail/outbox';
import { confirmPasswordReset, requestPasswordReset } from './mail/password-resets';
import { putPeopleAvatars } from './people/bulk';
import { deletePerson } from './people/deletion';
import { importPeople } from './people/imports';
import { deletePersonAvatar, getModeration, listBlockedFiles, putPersonAvatar, unblockFile } from './people/moderation';
import { deletePersonKey, endPersonSessions, getPerson, listPeople, patchPerson, sendPasswordReset } from './people/people';
import { getPolicy, patchPolicy } from './policy';
import { createInvite, deleteInvite, listInvites } from './registration/invites';
import { completeSetup } from './registration/setup';
import { createServiceKey, deleteServiceKey, listServiceKeys } from './services/service-keys';
import { getDirectoryPicture } from './sources/directory';
import { getDrawing } from './sources/drawings';
import { fetchWebPicture } from './sources/web';

export const nativeRoutes = defineRoutes({
  dialect: 'native',
  errors: nativeErrors,
  paths: {
    '/api/accounts': { POST: createAccount },
    '/api/setup': { POST: completeSetup },
    '/api/invites': { GET: listInvites, POST: createInvite },
    '/api/invites/:id': { DELETE: deleteInvite },
    '/api/me/addresses': { GET: listAddresses, POST: addAddress },
    '/api/me/addresses/:id': { PATCH: patchAddress, DELETE: deleteAddress },
    '/api/addresses/verify': { POST: verifyAddress },
    '/api/me': { GET: getMe, PATCH: patchMe, DELETE: deleteMe },
    '/api/me/export': { GET: getExport },
    '/api/me/deletion': { GET: getDeletion, DELETE: cancelDeletion },
    '/api/me/avatar': { GET: getAvatar, PUT: putAvatar, PATCH: patchAvatar, DELETE: deleteAvatar },
    '/api/me/avatar/directory': { GET: getDirectoryPicture },
    '/api/me/avatar/fetch': { POST: fetchWebPicture },
    '/api/me/avatar/framing': { POST: proposeFraming },
    '/api/me/avatar/gravatar': { POST: previewGravatar, PUT: putGravatar },
    '/api/me/avatar/links': { GET: getLinks },
    '/api/me/avatar/moderation': { GET: getModeration },
    '/api/me/avatar/original': { GET: getOriginal },
    '/api/me/avatar/preview': { POST: previewAvatar },
    '/api/me/avatar/uploads': { POST: postUpload },
    '/api/me/drawings/:style': { GET: getDrawing },
    '/api/me/events': { GET: getEvents },
    '/api/me/identities': { GET: listIdentities },
    '/api/me/identities/:id': { DELETE: deleteIdentity },
    '/api/me/password': { PUT: changePassword },
    '/api/me/sessions': { GET: listSessions, DELETE: endOtherSessions },
    '/api/me/sessions/:id': { DELETE: endSession },
    '/api/me/avatars': { GET: listVersions },
    '/api/me/avatars/:id': { PATCH: patchVersion, DELETE: deleteVersion },
    '/api/me/avatars/:id/original': { GET: getVersionOriginal },
    '/api/me/avatars/:id/picture': { GET: getVersionPicture },
    '/api/me/avatars/:id/restore': { POST: restoreVersion },
    '/api/audit': { GET: listAudit },
    '/api/audit/export': { GET: exportAudit },
    '/api/blocked-files': { GET: listBlockedFiles },
    '/api/blocked-files/:id': { DELETE: unblockFile },
    '/api/cron/sweep': { GET: sweep },
    '/api/doctor': { GET: examine },
    '/api/doctor/upload': { POST: receiveProbe },
    '/api/imports': { POST: importPeople },
    '/api/keys': { GET: listKeys, POST: createKey },
    '/api/keys/:id': { DELETE: deleteKey },
    '/api/limits': { GET: getLimits },
    '/api/outbox': { GET: getOutbox },
    '/api/password-resets': { POST: requestPasswordReset },
    '/api/password-resets/confirm': { POST: confirmPasswordReset },
    '/api/people': { GET: listPeople },
    '/api/people/avatars': { PUT: putPeopleAvatars },
    '/api/people/:id/avatar': { PUT: putPersonAvatar, DELETE: deletePersonAvatar },
    '/api/people/:id': { GET: getPerson, PATCH: patchPerson, DELETE: deletePerson },
    '/api/people/:id/keys/:keyId': { DELETE: deletePersonKey },
    '/api/people/:id/password-reset': { POST: sendPasswordReset },
    '/api/people/:id/sessions': { DELETE: endPersonSessions },
    '/api/policy': { GET: getPolicy, PATCH: patchPolicy },
    '/api/service-keys': { GET: listServiceKeys, POST: createServiceKey },
    '/api/service-keys/:id': { DELETE: deleteServiceKey },
    '/api/users/:id/avatar': { GET: getUserAvatar },
    '/api/health/live': { GET: getLiveness },
    '/api/health/ready': { GET: getReadiness },
    '/healthz': { GET: getHealth },
    '/metrics': { GET: getMetrics },
  },
  unknown: { paths: ['/api{/*rest}'] },
});
