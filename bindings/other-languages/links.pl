# Prints a link, the links of many keys and the sentence of an error, with Perl's FFI::Platypus:
#   perl links.pl SIGN_AT BUCKET KEY...
use v5.30;
use warnings;
use FFI::Platypus 1.00;

my $ffi = FFI::Platypus->new(api => 1, lib => "libpresign.so.1");
$ffi->attach(presign_signer_new => ["opaque", "opaque*", "opaque"] => "sint32");
$ffi->attach(presign_signer_free => ["opaque"] => "void");
$ffi->attach(presign_url_flat => ["opaque", ("string", "size_t") x 3, "sint64", "uint32", "opaque", "size_t", "size_t*",
                                  "opaque"] => "sint32");
$ffi->attach(presign_urls_flat => ["opaque", "opaque", "opaque", "opaque", "size_t", "opaque", "opaque", "size_t", "opaque",
                                   "opaque"] => "sint32");
sub address { unpack "J", pack "P", $_[0] }
sub str { address($_[0]), length $_[0] }    # a presign_str; the variable must live on
sub sized { $_[0], length $_[0] }

my $error = pack "Jx528", 536;       # struct_size, status, reason, index, message
sub check { $_[0] == 0 or die unpack("x24Z*", $error), "\n" }

my @given = map { $ENV{$_} // "" } qw(AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_ENDPOINT_URL);
my $options = pack "J11L2q2", 112, (map { str $_ } @given), 0, 0, 0, 0;
check presign_signer_new(address($options), \my $signer, address($error));

my ($sign_at, $bucket, @keys) = @ARGV;
sub link_to {
    my ($key, $expires_in) = @_;
    my $url = "\0" x 4096;
    check presign_url_flat($signer, sized("GET"), sized($bucket), sized($key), $sign_at, $expires_in, address($url), 4096,
                           \my $len, address($error));
    return substr $url, 0, $len;
}
say link_to($keys[0], 3600);

my $method = "GET";
my $request = pack "J11q3L2", 120, str($method), str($bucket), (0) x 6, $sign_at, 0, 0, 3600, 0;
my @ends = (0);
push @ends, $ends[-1] + length for @keys;
my ($text, $key_offsets, $offsets, $links) = (join("", @keys), pack("Q*", @ends), "\0" x (8 * @ends), "\0" x (4096 * @keys));
check presign_urls_flat($signer, address($request), address($text), address($key_offsets), scalar @keys, undef,
                        address($links), length $links, address($offsets), address($error));
my @at = unpack "Q*", $offsets;
say substr $links, $at[$_], $at[$_ + 1] - $at[$_] for 0 .. $#keys;

eval { link_to($keys[0], 604801) } or print $@;
presign_signer_free($signer);
