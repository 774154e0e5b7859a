export interface ResetRecords {
  /**
   * In one transaction: uses up a `reset-password` link, replaces the hash, and ends every session and token family of the person. The link
   * proves its address. If that was only assumed, another person may have opened the account: then its API keys and identities are deleted as
   * well, and its other addresses that were proved by links are assumed again. Links to further addresses lapse.
   * @returns the person; null if the link is unknown, used or expired
   * @throws AvatarError account_disabled
   */
  resetPassword(linkSha256: string, change: { passwordHash: string; now: Date }): Promise<{ id: number; email: string } | null>;
}
