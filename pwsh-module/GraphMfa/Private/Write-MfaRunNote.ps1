function Write-MfaRunNote {
    # Something that whoever starts a run should see: what it will take, and where its journal is. -InformationAction of the
    # command has the last word.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory, Position = 1)]
        [string] $Text
    )
    if ($Cmdlet.MyInvocation.BoundParameters.ContainsKey('InformationAction')) { Write-Information -MessageData $Text -Tags 'GraphMfa' }
    else { Write-Information -MessageData $Text -Tags 'GraphMfa' -InformationAction Continue }
}
