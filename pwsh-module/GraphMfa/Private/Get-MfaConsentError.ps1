function Get-MfaConsentError {
    # The error of a command that must ask when nobody is there to answer, or that would put a pass where others read it;
    # nothing when it need not ask or can. It is found before anything is read.
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
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $name = $Cmdlet.MyInvocation.MyCommand.Name
    if ($bound.ContainsKey('AsPlainText') -and [bool] $bound['AsPlainText']) {
        $job = Get-MfaCloudJob
        if ($job) {
            return New-MfaErrorRecord (New-MfaFault -Code MfaPlainTextRefused `
                    -Message "$name -AsPlainText is refused in a job of $job, which keeps its output in clear; nothing was sent" `
                    -Remedy 'Give -DeliverPass a script block that hands the pass to a vault or to whoever gives it to the person')
        }
    }
    if ($WhatIf) { return }
    $insists = $bound.ContainsKey('Confirm') -and [bool] $bound['Confirm']
    if (-not $insists -and ($Force -or [string] $ConfirmPreference -eq 'None')) { return }
    if (Test-MfaInteractive) { return }
    New-MfaErrorRecord (New-MfaFault -Code MfaConfirmationRequired `
            -Message "$name asks before it acts, and there is no console to answer on; nothing was sent" `
            -Remedy 'Give -Confirm:$false or -Force to act without a question, or -WhatIf to see what would be done')
}
