function Get-MfaConsentError {
    # The error of a command that must ask when nobody is there to answer; nothing when it need not ask or can.
    # It is found before anything is read.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [bool] $Force,

        # The preferences as they hold in the command.
        [Parameter(Mandatory)]
        [bool] $WhatIf,

        [Parameter(Mandatory)]
        [object] $ConfirmPreference
    )
    if ($WhatIf) { return }
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $insists = $bound.ContainsKey('Confirm') -and [bool] $bound['Confirm']
    if (-not $insists -and ($Force -or [string] $ConfirmPreference -eq 'None')) { return }
    if (Test-MfaInteractive) { return }
    $name = $Cmdlet.MyInvocation.MyCommand.Name
    New-MfaErrorRecord (New-MfaFault -Code MfaConfirmationRequired `
            -Message "$name asks before it acts, and there is no console to answer on; nothing was sent" `
            -Remedy 'Give -Confirm:$false or -Force to act without a question, or -WhatIf to see what would be done')
}
