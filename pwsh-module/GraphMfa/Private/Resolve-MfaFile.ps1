function Resolve-MfaFile {
    # The name of a file of a run as the library should use it. The library does not know PowerShell's location; a sink
    # names its files as it likes.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory, Position = 1)]
        [string] $Path,

        [Parameter(Mandatory, Position = 2)]
        [hashtable] $Entry
    )
    if ($null -ne $Entry.Sink) { return $Path }
    $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}
