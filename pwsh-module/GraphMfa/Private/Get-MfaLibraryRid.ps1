function Get-MfaLibraryRid {
    # Which system and architecture a library file was built for, by its header; nothing when it is not a library.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Path
    )
    $head = New-Object byte[] 4096
    $stream = [System.IO.File]::OpenRead($Path)
    try { $count = $stream.Read($head, 0, $head.Length) }
    finally { $stream.Dispose() }
    if ($count -lt 64) { return }

    $magic = [System.BitConverter]::ToUInt32($head, 0)
    if ($magic -eq 0x464C457F) {
        $names = @{ 3 = 'x86'; 40 = 'arm'; 62 = 'x64'; 183 = 'arm64' }
        $machine = [int] [System.BitConverter]::ToUInt16($head, 18)
        if ($names.ContainsKey($machine)) { return 'linux-' + $names[$machine] }
        return "linux-machine$machine"
    }
    if ($head[0] -eq 0x4D -and $head[1] -eq 0x5A) {
        $offset = [System.BitConverter]::ToInt32($head, 60)
        if ($offset -lt 0 -or $offset + 6 -gt $count) { return }
        $names = @{ 0x14C = 'x86'; 0x8664 = 'x64'; 0xAA64 = 'arm64' }
        $machine = [int] [System.BitConverter]::ToUInt16($head, $offset + 4)
        if ($names.ContainsKey($machine)) { return 'win-' + $names[$machine] }
        return "win-machine$machine"
    }
    if ($magic -eq 4277009103L) {
        # 0xFEEDFACF, one architecture
        $names = @{ 0x01000007 = 'x64'; 0x0100000C = 'arm64' }
        $machine = [System.BitConverter]::ToInt32($head, 4)
        if ($names.ContainsKey($machine)) { return 'osx-' + $names[$machine] }
        return "osx-machine$machine"
    }
    # 0xCAFEBABE, big-endian: several architectures in one file.
    if ($magic -eq 3199925962L) { return 'osx-universal' }
}
