/** What SES is asked to send: its form, as far as a proof looks at it. */
export function mailIn(body: Uint8Array): { readonly to: string; readonly text: string } {
  const form = new URLSearchParams(Buffer.from(body).toString());
  return {
    to: form.get('Destination.ToAddresses.member.1') ?? '',
    text: form.get('Message.Body.Text.Data') ?? '',
  };
}
