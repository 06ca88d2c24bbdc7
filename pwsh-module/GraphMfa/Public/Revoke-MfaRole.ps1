function Revoke-MfaRole {
    <#
    .SYNOPSIS
    Takes back from people a role that administers authentication.

    .DESCRIPTION
    Revoke-MfaRole takes back what people hold directly in the whole tenant, or with -AdministrativeUnit in that unit:
    the role itself and the right to activate it. What stays is told in Stays: what a group gives, and what is held
    elsewhere.

    Everybody from the pipeline goes into one request, or with a parameter of a run such as -Journal into a run, which keeps
    a journal and can be resumed (about_GraphMfa_Run). Each gets an object whose Status tells what became of it: done,
    notHeld, notSeen, failed or notStarted. Tokens that were issued before still name the role until they expire; see
    Revoke-MfaSession.

    .PARAMETER User
    From whom: object id, user principal name or address; or the object id of a role-assignable group. Binds from the
    pipeline by the columns UserPrincipalName, UPN, Mail, Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Role
    Which role: its name, or its template id.

    .PARAMETER AdministrativeUnit
    Takes back the role in this administrative unit, and not the one in the whole tenant: its name or object id.

    .PARAMETER Reason
    Why, in words. Privileged Identity Management gets it as the justification.

    .PARAMETER Ticket
    The number of the ticket. Privileged Identity Management gets it, too.

    .PARAMETER RequestedBy
    Who asked for it: the agent on whose behalf an application acts. The audit log names only the application.

    .PARAMETER CallerVerified
    How it was made sure that the caller is that person.

    .PARAMETER OverrideGuard
    Overrides the guard for this one person, named once more by object id or user principal name.

    .PARAMETER Journal
    The journal of a run: a file that does not exist yet. Several people are a run, and so is whatever is given this or
    another parameter of a run. Without it, the journal has date and time in its name, in the current directory; it is told.

    .PARAMETER JournalSink
    A script block that gets a copy of the journal while it is written, as Connect-Mfa -JournalSink does: what came to it
    is on the disk already. When it fails, the run stops.

    .PARAMETER MaximumPeople
    How many people a run may be for at most. It must be said above 50, unless a policy says it.

    .PARAMETER ThrottleLimit
    How many people of a run are in hand at once, at most: 1 to 300.

    .PARAMETER StopAfterFailures
    Ends a run, so that it can be resumed, when so many people have failed.

    .PARAMETER TimeLimit
    Begins nobody new after this time. Those in hand are finished, and the rest is for Resume-MfaRun.

    .PARAMETER Strict
    Refuses the whole input of a run when one row of it is bad. Otherwise bad rows are errors, and left out.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Tells what would be done for each, and writes nothing.

    .PARAMETER Confirm
    Asks before it acts, with the plan. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.RoleChange

    .EXAMPLE
    Revoke-MfaRole nora.lind@fabrikam.example -Role 'Authentication Administrator'

    Takes the role back from one person, after a question.

    .EXAMPLE
    Import-Csv leavers.csv | Revoke-MfaRole -Role 'Authentication Administrator' -Confirm:$false | Where-Object Stays

    Takes it back from everybody in a list, unattended, and shows who keeps it in another way.

    .LINK
    Grant-MfaRole

    .LINK
    Get-MfaRoleAssignment

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.RoleChange')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter(Mandatory)]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Role @args })]
        [string] $Role,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Unit @args })]
        [string] $AdministrativeUnit,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Ticket,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $RequestedBy,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $CallerVerified,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $OverrideGuard,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Journal,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSink,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $MaximumPeople,

        [Parameter()]
        [ValidateRange(1, 300)]
        [int] $ThrottleLimit,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $StopAfterFailures,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $TimeLimit,

        [Parameter()]
        [switch] $Strict,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        # Whoever is asked, or asks, sees the plan first.
        $planned = $WhatIfPreference -or [string] $ConfirmPreference -ne 'None'
        $people = New-Object 'System.Collections.Generic.List[string]'
        $isRun = Test-MfaRunAsked $PSBoundParameters
        $rows = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }
    process {
        if ($isRun) {
            foreach ($row in @(ConvertTo-MfaRunRow -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput)) { $rows.Add($row) }
            return
        }
        # One request for everybody: who holds the role is read once.
        foreach ($identity in @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)) {
            if ($null -ne $identity.Error) { Write-MfaError $PSCmdlet $identity }
            else { $people.Add($identity.User) }
        }
    }
    end {
        if ($isRun) {
            if ($rows.Count -eq 0) { return }
            Invoke-MfaPeopleRun -Cmdlet $PSCmdlet -Operation RevokeRole -TypeName GraphMfa.RoleChange -Bound $PSBoundParameters -Row $rows -Entry $resolved.Entry -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
            return
        }
        if ($people.Count -eq 0) { return }
        $request = [ordered] @{ operation = 'revokeRole'; role = $Role; users = $people.ToArray() }
        if ($AdministrativeUnit) { $request['administrativeUnit'] = $AdministrativeUnit }
        Add-MfaCase $request $PSBoundParameters
        if ($planned) {
            $request['validateOnly'] = $true
            $result = Invoke-MfaRequest $resolved.Entry $request
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                return
            }
            $lines = @(Get-MfaRoleLine $result.Response)
            if ($WhatIfPreference) {
                foreach ($line in $lines) { [void] $PSCmdlet.ShouldProcess($line, $line, $Role) }
                Write-MfaNote (Get-MfaField $result.Response 'notes')
                return
            }
            if (-not $PSCmdlet.ShouldProcess("Take $Role back from $($people.Count) of those who are named", ($lines -join "`n"), "Take $Role back from $($people.Count) of those who are named")) { return }
            $request.Remove('validateOnly')
        }
        elseif (-not $PSCmdlet.ShouldProcess("Take $Role back from $($people.Count) of those who are named")) { return }

        $result = Invoke-MfaRequest $resolved.Entry $request
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        Write-MfaNote (Get-MfaField $result.Response 'notes')
        foreach ($person in $result.Response.people) {
            ConvertTo-MfaRoleChange $person $result.Response
            $fault = Get-MfaRoleFault $person
            if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $person.asked; Ends = $false } }
        }
    }
}
