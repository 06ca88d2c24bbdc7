function Receive-MfaBuffer {
    # The text in a buffer of the library; the buffer goes back to it.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)]
        [System.IntPtr] $Buffer,

        [Parameter(Mandatory)]
        [System.UIntPtr] $Size
    )
    $native = $script:GraphMfa.Native
    try {
        $bytes = New-Object byte[] ([int] $Size.ToUInt64())
        if ($bytes.Length -gt 0) { [System.Runtime.InteropServices.Marshal]::Copy($Buffer, $bytes, 0, $bytes.Length) }
        [System.Text.Encoding]::UTF8.GetString($bytes)
    }
    finally {
        [void] $native::gmfa_buffer_free($Buffer, $Size)
    }
}
