# For a tap of one's own: brew tap-new ada/tap, copy this file into its folder Formula/, then
# brew install --HEAD ada/tap/medium-archive
class MediumArchive < Formula
  desc "Turn Medium's export into a folder you own, with a site and a proof"
  homepage "https://github.com/medium-archive/medium-archive"
  license "MIT"
  head "https://github.com/medium-archive/medium-archive.git", branch: "main"

  depends_on "python@3.13"

  def install
    system "python3.13", "-m", "venv", libexec
    system libexec/"bin/pip", "install", "--no-cache-dir", buildpath
    bin.install_symlink libexec/"bin/archive"
  end

  test do
    assert_match "archive import", shell_output("#{bin}/archive --help")
  end
end
