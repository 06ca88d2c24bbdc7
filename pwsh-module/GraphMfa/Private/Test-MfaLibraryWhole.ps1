function Test-MfaLibraryWhole {
    # Whether a library file for Linux is as long as its header says. The loader there maps a file that was cut short, by
    # a broken copy or a full disk, without a look, and the process ends at the first access behind its end.
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Path
    )
    $head = New-Object byte[] 64
    $stream = [System.IO.File]::OpenRead($Path)
    try {
        $count = $stream.Read($head, 0, $head.Length)
        $length = $stream.Length
    }
    finally { $stream.Dispose() }
    $elf = $count -eq 64 -and [System.BitConverter]::ToUInt32($head, 0) -eq 0x464C457F
    if (-not $elf -or $head[4] -ne 2) { return $true }
    # The table of sections is the last thing in the file.
    $sections = [System.BitConverter]::ToInt64($head, 40)
    $size = [System.BitConverter]::ToUInt16($head, 58) * [System.BitConverter]::ToUInt16($head, 60)
    $sections -ge 0 -and $sections + $size -le $length
}
