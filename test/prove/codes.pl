# RFC 4226 section 5.3 by hashes that are not Node's: a line "<hash> <key, hex> <counter> <digits>" in, a code out.
use strict;
use warnings;
use Digest::SHA qw(hmac_sha1 hmac_sha256 hmac_sha512);

my %hmac = (SHA1 => \&hmac_sha1, SHA256 => \&hmac_sha256, SHA512 => \&hmac_sha512);
while (my $line = <STDIN>) {
  my ($hash, $key, $counter, $digits) = split ' ', $line;
  my @mac = unpack 'C*', $hmac{$hash}->(pack('Q>', $counter), pack('H*', $key));
  my $at = $mac[-1] & 15;
  my $value = (($mac[$at] & 127) << 24) | ($mac[$at + 1] << 16) | ($mac[$at + 2] << 8) | $mac[$at + 3];
  printf "%0*d\n", $digits, $value % 10**$digits;
}
