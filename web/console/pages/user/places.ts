/** Where an enrollment is reset, with this user chosen already. */
export const resetPlace = (userId: string): string =>
  `/two-factor/reset?userId=${encodeURIComponent(userId)}`;
