/** Scopes of service keys. `avatar:write:any` includes the pictures of everyone, and no other data. `people:write` opens accounts of members. */
export const SERVICE_SCOPES = ['people:read', 'people:write', 'avatar:write:any', 'policy:write'] as const;
export type ServiceScope = (typeof SERVICE_SCOPES)[number];

/** A key of the organisation, such as for its intranet: bound to no person, and not for calls about the sender. */
export interface ServiceKey {
  id: number;
  label: string;
  lastFour: string;
  scopes: readonly ServiceScope[];
  /** User id of the administrator who created it, whose account may be gone. */
  createdBy: number;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

/** The sender of a request with a service key. */
export interface ServicePrincipal {
  via: 'service-key';
  keyId: number;
  scopes: readonly ServiceScope[];
}

export interface ServiceKeyRecords {
  /** @throws AvatarError too_many_keys */
  createServiceKey(key: {
    sha256: string;
    lastFour: string;
    label: string;
    scopes: readonly ServiceScope[];
    createdBy: number;
    expiresAt: Date | null;
  }): Promise<ServiceKey>;
  /** Returns the key, whether or not it has expired. */
  serviceKeyBySha256(sha256: string): Promise<ServiceKey | null>;
  /** The newest first. */
  serviceKeys(): Promise<ServiceKey[]>;
  /** @returns false if there is no such key */
  deleteServiceKey(id: number): Promise<boolean>;
  touchServiceKey(id: number, when: Date): Promise<void>;
}

/** Callers check that the sender is an administrator. */
export interface ServiceKeys {
  /** @returns the only copy of the key in clear, with its record. @throws AvatarError too_many_keys */
  create(
    createdBy: number,
    key: { label: string; scopes: readonly ServiceScope[]; expiresAt: Date | null },
  ): Promise<{ secret: string; key: ServiceKey }>;
  list(): Promise<ServiceKey[]>;
  /** @throws AvatarError not_found */
  revoke(id: number): Promise<void>;
  /** @returns null if the token is no service key. @throws AvatarError invalid_credentials if the key has expired */
  authenticate(token: string): Promise<ServicePrincipal | null>;
}
